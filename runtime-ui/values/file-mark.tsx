import {
  FileExcelOutlined,
  FileImageOutlined,
  FileOutlined,
  FilePdfOutlined,
  FilePptOutlined,
  FileTextOutlined,
  FileWordOutlined,
  FileZipOutlined,
} from '@ant-design/icons';
import { groupOf } from '../../engine/field-types/file-groups.ts';

const MARKS: Readonly<Record<string, typeof FileOutlined>> = {
  archive: FileZipOutlined,
  document: FileWordOutlined,
  image: FileImageOutlined,
  pdf: FilePdfOutlined,
  presentation: FilePptOutlined,
  spreadsheet: FileExcelOutlined,
  text: FileTextOutlined,
};

/** What kind of file it is, at a glance. */
export function FileMark({ type }: { type: string }) {
  const Mark = MARKS[groupOf(type) ?? ''] ?? FileOutlined;
  return <Mark className="gx-file-mark" aria-hidden="true" />;
}
