export { type Excerpt, excerptOf } from './excerpt.ts';
export {
  addSearched,
  changeSearched,
  removeSearched,
  renewRecords,
  renewSearched,
  type SearchedTable,
  type SearchedWrite,
  searchedTable,
} from './rows.ts';
export {
  isSearched,
  type SearchedField,
  searchedFields,
  searchTable,
  type Weight,
  weightOf,
} from './searched.ts';
export { spelledTexts } from './spelled.ts';
export { type SoughtTitle, type SoughtWord, soughtTitle, soughtWords } from './words.ts';
