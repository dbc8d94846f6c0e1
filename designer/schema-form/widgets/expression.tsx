import type { WidgetProps } from '@rjsf/utils';
import { lazy, Suspense } from 'react';
import { useDeferred } from '../../../runtime-ui/form/pending.ts';
import { orNull } from '../../../runtime-ui/form/widget.ts';
import { ExpressionInput, type ExpressionScope } from '../../expressions/expression-input.tsx';

// the reader of expressions comes when one is asked for
const ConditionInput = lazy(() => import('../../rules/condition-input.tsx'));

/** A condition or formula, checked while one types; the form gets it when one pauses. */
export default function ExpressionWidget(props: WidgetProps) {
  const { expression } = props.options as { expression?: ExpressionScope };
  const { text, type } = useDeferred<string>(props.value ?? '', (source) => props.onChange(orNull(source)));
  const Asked = expression!.returns === 'bool' ? ConditionInput : ExpressionInput;
  return (
    <Suspense fallback={<div className="gd-expression" aria-busy="true" />}>
      <Asked
        id={props.id}
        label={props.label}
        value={text}
        isInvalid={(props.rawErrors?.length ?? 0) > 0}
        scope={expression!}
        onChange={type}
      />
    </Suspense>
  );
}
