import type { WidgetProps } from '@rjsf/utils';
import { later } from '../../shell/later.tsx';
import { RecordSelect } from '../../values/record-select.tsx';
import { relationId } from '../../values/relations.ts';
import type { HeldLink } from '../links/held-link.ts';
import { inputProps, optionsOf } from '../widget.ts';

const LinkList = later(() => import('../links/link-list.tsx'));

/** Any number of records of another object, each found by searching; below them what their links say. */
export default function LinksWidget(props: WidgetProps) {
  const { target = '', titleField = 'name', linkedBy } = optionsOf(props);
  const input = inputProps(props);
  const held = (props.value ?? []) as readonly HeldLink[];
  const known = new Map(held.map((link) => [relationId(link)!, link]));
  const change = (next: ReadonlyMap<string, HeldLink>) =>
    props.onChange([...next.keys()].sort().map((id) => next.get(id)!));
  return (
    <>
      <RecordSelect
        id={input.id}
        className="gx-wide"
        object={target}
        title={titleField}
        isMany
        isDisabled={input.disabled}
        isInvalid={input.status === 'error'}
        describedBy={input['aria-describedby']}
        value={[...known.keys()]}
        onChange={(ids) => change(new Map(ids.map((id) => [id, known.get(id) ?? id])))}
      />
      {linkedBy && held.length > 0 && (
        <LinkList
          linkedBy={linkedBy}
          target={target}
          titleField={titleField}
          label={props.label}
          links={held}
          isLocked={input.disabled === true}
          onChange={(link) => change(new Map(known).set(relationId(link)!, link))}
        />
      )}
    </>
  );
}
