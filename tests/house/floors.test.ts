import { describe, expect, test } from 'vitest';
import { floorFaults, sourceFiles } from '../support/floors.ts';

const file = (path: string, text: string) => ({ path, text });

describe('the floors of the house', () => {
  test('hold', () => expect(floorFaults(sourceFiles())).toEqual([]));

  test.each([
    ['an import upwards', 'engine/db/a.ts', "import { x } from '../records/index.ts';", 'looks up'],
    ['an import across', 'engine/rules/a.ts', "import { x } from '../access/index.ts';", 'across'],
    ['a way around the index', 'engine/records/a.ts', "import { x } from '../access/access.ts';", 'behind'],
    [
      'an import of several lines',
      'engine/db/a.ts',
      "import {\n  x,\n} from '../model/model.ts';",
      'looks up',
    ],
    ['a lazy import', 'engine/db/a.ts', "const x = await import('../http/app.ts');", 'looks up'],
    ['a re-export', 'engine/db/a.ts', "export { x } from '../http/app.ts';", 'looks up'],
    ['a room without a floor', 'engine/helpers/a.ts', '', 'no floor'],
    ['the designer in the runtime', 'runtime-ui/a.ts', "import '../designer/x.ts';", 'designer'],
    ['the engine in a UI', 'designer/a.ts', "import { x } from '../engine/access/index.ts';", 'the engine'],
    ['tests in the engine', 'engine/main.ts', "import { x } from '../tests/support/x.ts';", 'leaves'],
  ])('%s is found', (_, path, text, fault) => {
    expect(floorFaults([file(path, text)])).toEqual([expect.stringContaining(fault)]);
  });

  test('a circle is found', () => {
    const files = [
      file('engine/db/a.ts', "import { b } from './b.ts';"),
      file('engine/db/b.ts', "import { a } from './a.ts';"),
    ];
    expect(floorFaults(files)).toEqual([expect.stringContaining('circle')]);
  });

  test('types in a circle are none', () => {
    const files = [
      file('engine/db/a.ts', "import type { B } from './b.ts';"),
      file('engine/db/b.ts', "import { a } from './a.ts';"),
    ];
    expect(floorFaults(files)).toEqual([]);
  });
});
