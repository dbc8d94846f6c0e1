import { Input } from 'antd';
import { lazy, Suspense, useId } from 'react';
import type { ExpressionScope } from './queries.ts';
import './expressions.css';

export type { ExpressionScope } from './queries.ts';

const ExpressionBox = lazy(() => import('./expression-box.tsx'));

export interface ExpressionInputProps {
  readonly id?: string;
  readonly label: string;
  readonly value: string;
  readonly scope: ExpressionScope;
  readonly isInvalid?: boolean;
  readonly placeholder?: string;
  readonly onChange: (source: string) => void;
}

/** An expression as text, with what is wrong in it, what it gives and what it comes to, said while one types. */
export function ExpressionInput(props: ExpressionInputProps) {
  const own = useId();
  const id = props.id ?? own;
  return (
    <Suspense fallback={<Plain {...props} id={id} />}>
      <ExpressionBox {...props} id={id} />
    </Suspense>
  );
}

/** The same without help, until that has come. */
function Plain({ id, label, value, onChange }: ExpressionInputProps) {
  return (
    <Input.TextArea
      id={id}
      className="gx-growing gd-code"
      aria-label={label}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
