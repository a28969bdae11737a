/**
 * How addresses are written down: for each part, how often a true record shows each level of agreement (Fellegi and Sunter's m). The
 * chance of the same between strangers (u) comes from the list: how many of its addresses have that street, number, postcode.
 * Weights are bits, log2(m / u). The shares below are estimates by hand, checked and scaled on made and real registers (`scale`).
 */
export const model = {
  postcode: { agree: 0.93, slip: 0.02, sector: 0.02, district: 0.008, area: 0.004, differ: 0.006, outward: 0.95 },
  /** A mistyped postcode is one of about so many. */
  postcodeSlips: 60,
  street: { agree: 0.9, slip: 0.06, kind: 0.015, differ: 0.001 },
  /** Bits for a street that is said but nothing like this one nor like any of the list; for one where the address has none. */
  streetUnknown: -7,
  streetless: -3,
  place: { agree: 0.9, slip: 0.04, differ: 0.02 },
  /** Given a postcode that is known, the share of addresses there with one street, and with one place. */
  streetGivenPostcode: 0.25,
  placeGivenPostcode: 0.8,
  building: { agree: 0.85, slip: 0.05, head: 0.05 },
  buildingGivenPlace: 0.05,
  buildingUnsaid: -1.2,
  /** …where the address has no number either. */
  buildingUnsaidAlone: -6,
  buildingOther: -5,
  door: { agree: 0.95, range: 0.3, letter: 0.006, slip: 0.002 },
  doorDiffers: -9,
  doorUnsaid: -3,
  doorUnlisted: -4,
  doorNeither: 0.5,
  part: { agree: 0.93 },
  partDiffers: -10,
  partUnsaid: -5,
  partUnlisted: -6,
  partNeither: 0.2,
  /** Each further letter that is wrong. */
  eachSlip: -2,
  /** Addresses that are missing from a list: as a share of those on a street that is in it, and of all. */
  missingOnStreet: 0.03,
  missing: 0.03,
  /** Bits against a missing address where the list has one of that number and part. */
  missingAlthoughThere: -5,
  /** A text that is word for word that of the list. */
  exact: 12,
  /** Bits are multiplied by this: parts go wrong together, so their sum says too much. */
  scale: 1.0,
} as const

/** At or above this probability an address is taken as found. */
export const usualThreshold = 0.7
