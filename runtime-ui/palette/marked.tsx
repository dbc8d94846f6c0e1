import type { SearchHit } from '../api/search.ts';

function Piece({ text, marks }: { text: string; marks: SearchHit['marks'] }) {
  const ends = [0, ...marks.flat(), text.length];
  return ends.slice(0, -1).map((from, index) => {
    const piece = text.slice(from, ends[index + 1]);
    // every second piece is a mark; they never change places
    return index % 2 === 1 ? <mark key={from}>{piece}</mark> : piece;
  });
}

/** What a line is called, with what was found of it: in the title itself, or in a piece of another field below. */
export function Marked({
  line,
  hit,
  field,
}: {
  line: string;
  hit?: SearchHit | undefined;
  field?: string | undefined;
}) {
  if (!hit) return line;
  if (hit.field === field) return <Piece text={hit.excerpt} marks={hit.marks} />;
  return (
    <>
      {line}
      <span className="gx-soft gx-palette-excerpt">
        <Piece text={hit.excerpt} marks={hit.marks} />
      </span>
    </>
  );
}
