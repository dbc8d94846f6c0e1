import type { WidgetProps } from '@rjsf/utils';
import { orNull } from '../../../runtime-ui/form/widget.ts';
import { ExpressionInput, type ExpressionScope } from '../../expressions/expression-input.tsx';

/** A condition or formula, checked while one types. */
export default function ExpressionWidget(props: WidgetProps) {
  const { expression } = props.options as { expression?: ExpressionScope };
  return (
    <ExpressionInput
      id={props.id}
      label={props.label}
      value={props.value ?? ''}
      isInvalid={(props.rawErrors?.length ?? 0) > 0}
      scope={expression!}
      onChange={(source) => props.onChange(orNull(source))}
    />
  );
}
