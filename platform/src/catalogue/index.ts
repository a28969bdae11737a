export {
  type Catalogue,
  createCatalogue,
  type Description,
  type NewVersion,
  noDataset,
  type Search,
  splitRef,
} from './catalogue.ts'
