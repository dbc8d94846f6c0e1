import type { ReactNode } from 'react';
import { LanguageChoice } from '../shell/language-choice.tsx';
import { Logo } from '../shell/logo.tsx';
import './sign-in.css';

/** The page of somebody who is not in yet: one card, and the choice of the language. */
export function SessionCard({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <div className="gx-sign-in">
      <div className="gx-sign-in-language">
        <LanguageChoice />
      </div>
      <main className="gx-sign-in-card">
        <Logo size={44} />
        <h1>{title}</h1>
        <p className="gx-soft">{note}</p>
        {children}
      </main>
    </div>
  );
}
