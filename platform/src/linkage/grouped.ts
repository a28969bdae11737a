/** Things sorted into groups by counting: no comparison, no object per group. */
export type Grouped = Readonly<{
  /** The things, group by group, in their own order within each. */
  order: Uint32Array
  /** Where each group starts in `order`; one more place than there are groups. */
  starts: Uint32Array
}>

/** Groups things 0 … count − 1 by a group number below `groups`. A thing whose group is not below that is left out. */
export function groupedBy(group: Uint32Array, count: number, groups: number): Grouped {
  const starts = new Uint32Array(groups + 1)
  for (let thing = 0; thing < count; thing++) if (group[thing]! < groups) starts[group[thing]! + 1]!++
  for (let place = 0; place < groups; place++) starts[place + 1]! += starts[place]!
  const next = starts.slice(0, groups)
  const order = new Uint32Array(starts[groups]!)
  for (let thing = 0; thing < count; thing++) if (group[thing]! < groups) order[next[group[thing]!]!++] = thing
  return { order, starts }
}

/** The things of one group; not a copy. */
export function membersOf({ order, starts }: Grouped, group: number): Uint32Array {
  return order.subarray(starts[group]!, starts[group + 1]!)
}
