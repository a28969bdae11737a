export {
  type AddressAnswer,
  type AddressEntry,
  type AddressList,
  AddressListBuilder,
  type Found,
  type ListFault,
  matchAddress,
  type MatchSettings,
  usualThreshold,
} from './addresses/index.ts'
export * from './cleaning/index.ts'
