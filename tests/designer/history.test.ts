import { describe, expect, test } from 'vitest';
import { type Documents, differences, type Edit } from '../../designer/draft/documents.ts';
import { begin, type History, rebased, settled, step } from '../../designer/draft/history.ts';
import { changeObject } from '../../designer/draft/new-object.ts';
import { draftQueue, type Shown } from '../../designer/draft/queue.ts';
import { SaveRefused } from '../../designer/draft/save.ts';
import { ApiProblem } from '../../runtime-ui/api/problem.ts';
import { sample } from './sample.ts';

const start = begin(sample());
const iconOf = (documents: Documents, object = 'plant') =>
  documents.get(`object/${object}`)!.body['x-object'].icon;
const withIcon =
  (icon: string, object = 'plant'): Edit =>
  (documents) =>
    changeObject(documents, object, { icon });

let count = 0;
const named = (topic?: string, at = 0) => ({
  id: `stp_${++count}`,
  text: 'steps.object' as const,
  at,
  ...(topic && { topic }),
});
const doing = (edit: Edit, as = named()) => ({ do: 'edit', edit, as }) as const;
const undo = (history: History) => step(history, { do: 'undo', step: history.past.at(-1)?.id ?? '' });
const redo = (history: History) => step(history, { do: 'redo', step: history.future[0]?.id ?? '' });
const times = (n: number, act: (history: History) => History, from: History) =>
  Array.from({ length: n }).reduce<History>(act, from);
const icons = (...all: readonly string[]) =>
  all.reduce((now, icon) => step(now, doing(withIcon(icon))), start);

describe('undo and redo', () => {
  test('go through the steps and end at both ends', () => {
    const two = icons('gift', 'flag');
    const back = times(3, undo, two);
    expect(differences(back.present, start.present)).toEqual([]);
    expect(iconOf(times(3, redo, back).present)).toBe('flag');
  });

  test('a new step ends what could be redone; a hundred are kept', () => {
    const one = step(undo(icons('gift')), doing(withIcon('flag')));
    expect(redo(one)).toBe(one);
    const many = icons(...Array.from({ length: 120 }, (_, n) => `i${n}`));
    expect(many.past).toHaveLength(100);
    expect(iconOf(times(100, undo, many).present)).toBe('i19');
  });

  test('what changes nothing is no step, and a step that is not the next one is left alone', () => {
    const one = icons('gift');
    expect(step(one, doing(withIcon('gift')))).toBe(one);
    expect(step(one, { do: 'undo', step: 'stp_other' })).toBe(one);
  });

  test('what is typed in one go is one step', () => {
    const typed = ['g', 'gi', 'gif', 'gift'].reduce(
      (now, icon, at) => step(now, doing(withIcon(icon), named('icon', at * 1_000))),
      start,
    );
    expect(typed.past).toHaveLength(1);
    expect(iconOf(undo(typed).present)).toBe(iconOf(start.present));
    const later = step(typed, doing(withIcon('flag'), named('icon', 60_000)));
    expect(later.past).toHaveLength(2);
  });

  test('outlive documents from elsewhere as far as nobody changed what they are about', () => {
    const history = step(
      step(step(start, doing(withIcon('gift'))), doing(withIcon('home', 'garden'))),
      doing(withIcon('flag', 'garden')),
    );
    const same = rebased(history, history.present);
    expect(same.past).toHaveLength(3);
    const published = withIcon('star')(history.present);
    const kept = rebased(history, published);
    expect(kept.past).toHaveLength(2);
    const back = times(5, undo, kept);
    expect(iconOf(back.present)).toBe('star');
    expect(iconOf(back.present, 'garden')).toBe(iconOf(start.present, 'garden'));
    expect(rebased(times(3, undo, history), sample()).future).toHaveLength(3);
    expect(rebased(times(3, undo, history), published).future).toHaveLength(0);
  });

  test('stand on what the server made of a step', () => {
    const merged = withIcon('star', 'garden')(withIcon('gift')(sample()));
    const both: Edit = (documents) => withIcon('home', 'garden')(withIcon('gift')(documents));
    const history = settled(step(start, doing(both)), merged);
    expect(iconOf(redo(undo(history)).present, 'garden')).toBe('star');
  });
});

describe('the draft on its way to the server', () => {
  /** A server whose saves end when they are told to. */
  function server() {
    const calls: { readonly to: Documents; end(error?: Error): void }[] = [];
    const shown: Shown[] = [];
    const queue = draftQueue(
      start,
      (_, to) =>
        new Promise((resolve, reject) =>
          calls.push({ to, end: (error) => (error ? reject(error) : resolve(to)) }),
        ),
      () => shown.push(queue.shown()),
    );
    const now = () => queue.shown();
    return { calls, queue, now, icon: () => iconOf(now().history.present) };
  }
  const refused = (status: number) =>
    new SaveRefused(sample().get('object/plant')!, new ApiProblem(status, 'x', 'no'));

  test('shows at once and saves in order', async () => {
    const { calls, queue, now, icon } = server();
    const first = queue.act(doing(withIcon('gift')));
    const second = queue.act(doing(withIcon('flag')));
    expect([icon(), now().state, calls.length]).toEqual(['flag', 'saving', 1]);
    calls[0]!.end();
    await first;
    expect([icon(), calls.length]).toEqual(['flag', 2]);
    calls[1]!.end();
    await second;
    expect([now().state, now().revision]).toEqual(['saved', 2]);
  });

  test('takes what is refused off the screen, and with it an undo that meant it; what came after stays', async () => {
    const { calls, queue, now, icon } = server();
    const kept = queue.act(doing(withIcon('gift')));
    const bad = queue.act(doing(withIcon('bad', 'garden')));
    const meant = now().history.past.at(-1)!.id;
    const back = queue.act({ do: 'undo', step: meant });
    calls[0]!.end();
    await kept;
    calls[1]!.end(refused(422));
    await expect(bad).rejects.toThrow(SaveRefused);
    await back;
    expect([icon(), iconOf(now().history.present, 'garden'), calls.length]).toEqual(['gift', undefined, 2]);
  });

  test('waits for a server that is away, with everything on screen', async () => {
    const { calls, queue, now, icon } = server();
    const act = queue.act(doing(withIcon('gift')));
    calls[0]!.end(refused(0));
    await expect.poll(() => now().state).toBe('waiting');
    expect(icon()).toBe('gift');
    queue.retry();
    await expect.poll(() => calls.length).toBe(2);
    calls[1]!.end();
    await act;
    expect([icon(), now().state]).toEqual(['gift', 'saved']);
  });
});
