import type { Display } from '../display.tsx';
import { NotContacted } from '../not-contacted.tsx';

function webAddress(text: string) {
  return (
    <a href={text} target="_blank" rel="noopener noreferrer">
      {text.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')}
    </a>
  );
}

/** An address to click. `link` of the field says what makes it one: `mailto:`, `tel:`, or '' of addresses of the web. */
export const link: Display = (value, { field, object, record, isPlain }) => {
  const text = String(value);
  const scheme = field.link ?? '';
  const isSafe = scheme !== '' || /^https?:\/\//i.test(text);
  if (isPlain || !isSafe) return text;
  if (scheme === '') return webAddress(text);
  return (
    <>
      <a href={scheme + text.replace(/\s/g, '')}>{text}</a>
      {object.hasConsents && record.do_not_contact === true && <NotContacted />}
    </>
  );
};
