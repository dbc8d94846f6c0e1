import { useTexts } from '../i18n/index.ts';

const ROWS = [
  ['Ctrl + K', 'palette'],
  ['/', 'search'],
  ['C', 'create'],
  ['E', 'edit'],
  ['Ctrl + S', 'save'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

export function ShortcutTable() {
  const { t } = useTexts();
  return (
    <table className="gx-shortcuts">
      <tbody>
        {ROWS.map(([key, text]) => (
          <tr key={key}>
            <th scope="row">
              <kbd>{key}</kbd>
            </th>
            <td>{t(`shortcuts.${text}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
