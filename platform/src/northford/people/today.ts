import { type Day, dayOf } from '../days.ts'
import { asAt } from '../town/place.ts'

/** The town's own today: the day that its registers describe. Not the day on which anybody looks. */
export const today: Day = dayOf(asAt)
