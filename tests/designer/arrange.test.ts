import { describe, expect, test } from 'vitest';
import {
  addRelated,
  addSection,
  addTab,
  changeLayout,
  changeRelated,
  changeSection,
  changeTab,
  endOf,
  moveRelated,
  moveSection,
  moveTab,
  placeField,
  relatedOf,
  removeRelated,
  removeSection,
  removeTab,
  sectionsOf,
  sectionWords,
  spanField,
  spotBeside,
  tabsOf,
} from '../../designer/draft/arrange.ts';
import type { Body, MetaDocument } from '../../designer/draft/documents.ts';
import { newLayout } from '../../designer/draft/new-layout.ts';
import { relationsTo } from '../../designer/layouts/relations.ts';
import { sample } from './sample.ts';

const layout: MetaDocument = {
  kind: 'layout',
  key: 'plant.standard',
  package: 'shop',
  body: {
    id: 'lay_plant000',
    name: 'standard',
    object: 'plant',
    labels: { en: 'Standard' },
    highlights: ['kind'],
    sections: [
      { id: 'sec_one00000', labels: { en: 'One' }, columns: 2, fields: ['name', { field: 'kind', span: 2 }] },
      { id: 'sec_two00000', newFields: true, fields: ['price'] },
    ],
  },
};
const withBody = (one: MetaDocument, body: Body): MetaDocument => ({ ...one, body });
const made = (...edits: readonly ((layout: MetaDocument) => Body)[]): MetaDocument =>
  edits.reduce((now, edit) => withBody(now, edit(now)), layout);
const fieldsIn = (now: MetaDocument) =>
  sectionsOf(now).map(({ fields }) =>
    fields.map(({ field, span }) => (span > 1 ? `${field}×${span}` : field)),
  );

describe('fields on a form', () => {
  test('go before another, to the end of a section, off the form and back, as wide as they were', () => {
    const put = (field: string, spot: Parameters<typeof placeField>[2]) =>
      fieldsIn(made((now) => placeField(now, field, spot)));
    expect(put('kind', { section: 'sec_one00000', before: 'name' })).toEqual([['kind×2', 'name'], ['price']]);
    expect(put('kind', { section: 'sec_two00000' })).toEqual([['name'], ['price', 'kind×2']]);
    expect(put('garden', { section: 'sec_two00000', before: 'price' })[1]).toEqual(['garden', 'price']);
    expect(put('price', null)).toEqual([['name', 'kind×2'], []]);
  });

  test('dropped where they are change nothing', () => {
    for (const spot of [
      { section: 'sec_one00000', before: 'name' },
      { section: 'sec_one00000', before: 'kind' },
    ])
      expect(placeField(layout, 'name', spot)).toBe(layout.body);
    expect(placeField(layout, 'price', { section: 'sec_two00000' })).toBe(layout.body);
  });

  test('step over the ends of sections', () => {
    const beside = (field: string, by: -1 | 1) => spotBeside(sectionsOf(layout), field, by);
    expect(beside('name', 1)).toEqual({ section: 'sec_one00000' });
    expect(beside('kind', 1)).toEqual({ section: 'sec_two00000', before: 'price' });
    expect(beside('price', -1)).toEqual({ section: 'sec_one00000' });
    expect([beside('name', -1), beside('price', 1)]).toEqual([undefined, undefined]);
  });

  test('are one column wide or say how many', () => {
    const wide = made((now) => spanField(now, 'price', 2));
    expect(wide.body.sections[1].fields).toEqual([{ field: 'price', span: 2 }]);
    expect(spanField(wide, 'price', 1).sections).toEqual(layout.body.sections);
  });
});

describe('sections', () => {
  test('are added, told, moved and taken out with their fields; the last one stays', () => {
    const three = made((now) => addSection(now, undefined, 'sec_three000'));
    expect(sectionsOf(three).at(-1)).toMatchObject({ id: 'sec_three000', columns: 2, fields: [] });
    const told = made((now) => changeSection(now, 'sec_one00000', { columns: 3, newFields: true }));
    expect(sectionWords(told, 'sec_one00000')).toEqual({ columns: 3, newFields: true });
    expect(sectionsOf(told)[1]!.takesNew).toBe(false);
    const moved = moveSection(three, 'sec_three000', { tab: undefined, before: 'sec_one00000' });
    expect(moved.sections[0].id).toBe('sec_three000');
    expect(moveSection(three, 'sec_one00000', { tab: undefined, before: 'sec_two00000' })).toBe(three.body);
    const one = made((now) => removeSection(now, 'sec_one00000'));
    expect(fieldsIn(one)).toEqual([['price']]);
    expect(removeSection(one, 'sec_two00000')).toBe(one.body);
  });
});

describe('tabs', () => {
  const tabbed = made(
    (now) => addTab(now, { en: 'More' }),
    (now) => addTab(now, { en: 'Last' }),
    (now) => moveSection(now, 'sec_two00000', { tab: 'tab_1' }),
    (now) => addRelated(now, 'plant', 'garden'),
    (now) => changeRelated(now, 0, { ...relatedOf(now)[0], tab: 'tab_1' }),
  );

  test('hold sections and lists, which follow a new name and stay when the tab goes', () => {
    expect(Object.keys(tabbed.body)).toEqual([
      'id',
      'name',
      'object',
      'labels',
      'highlights',
      'tabs',
      'sections',
      'related',
    ]);
    const renamed = changeTab(tabbed, 'tab_1', { name: 'more' });
    expect([renamed.sections[1].tab, renamed.related[0].tab]).toEqual(['more', 'more']);
    const gone = removeTab(tabbed, 'tab_1');
    expect([gone.sections[1].tab, gone.related[0].tab, gone.tabs.length]).toEqual([undefined, undefined, 1]);
    expect('tabs' in removeTab({ ...tabbed, body: gone }, 'tab_2')).toBe(false);
  });

  test('change places, and take something at their end', () => {
    expect(moveTab(tabbed, 'tab_2', -1).tabs[0].name).toBe('tab_2');
    expect(moveTab(tabbed, 'tab_1', -1)).toBe(tabbed.body);
    expect(endOf(tabbed, 'tab_1')).toMatchObject({ spot: { section: 'sec_two00000' }, layout: tabbed });
    const { layout: ready, spot } = endOf(tabbed, 'tab_2');
    expect(sectionsOf(ready).at(-1)).toMatchObject({ id: spot.section, tab: 'tab_2' });
  });
});

test('related lists are added, told, moved and taken out', () => {
  const two = made(
    (now) => addRelated(now, 'plant', 'garden'),
    (now) => addRelated(now, 'bed', 'garden'),
    (now) => changeRelated(now, 0, { ...relatedOf(now)[0], limit: 3, columns: [] }),
  );
  expect(relatedOf(two)).toEqual([
    { object: 'plant', via: 'garden', limit: 3 },
    { object: 'bed', via: 'garden' },
  ]);
  expect(moveRelated(two, 0, 1).related[0].object).toBe('bed');
  expect(removeRelated({ ...two, body: removeRelated(two, 0) }, 0).related).toBeUndefined();
  expect(relationsTo(sample(), 'garden', []).map(({ object, via }) => `${object}.${via}`)).toContain(
    'plant.garden',
  );
});

test('what a layout says of itself is changed without its parts', () => {
  const next = changeLayout(layout, { labels: { en: 'New' }, highlights: [], roles: ['guest'] });
  expect(Object.keys(next)).toEqual(['id', 'name', 'object', 'labels', 'roles', 'sections']);
});

test('a new layout is like another one with ids of its own, or shows every field', () => {
  const object = sample().get('object/plant')!;
  const copy = newLayout(object, [layout], layout);
  expect(copy).toMatchObject({ key: 'plant.layout_2', body: { labels: { en: 'Standard 2' } } });
  expect(copy.body.sections[0].id).not.toBe('sec_one00000');
  expect(fieldsIn(copy)).toEqual(fieldsIn(layout));
  expect(fieldsIn(newLayout(object, [], undefined))[0]).toContain('price');
  expect(tabsOf(copy)).toEqual([]);
});
