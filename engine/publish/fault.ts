/** Places inside a publish where the process may die: a test lets it, and looks at what is left. */
export const FAULT_POINTS = [
  'before-lock',
  'after-lock',
  'after-documents',
  'between-statements',
  'after-statements',
  'before-commit',
  'after-commit',
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Called at every point that is reached. */
export type Fault = (point: FaultPoint) => void | Promise<void>;

/** `GUANXI_FAULT=publish:after-documents` kills the process there, as a power cut would. Tests alone set it. */
function faultOf(environment: Readonly<Record<string, string | undefined>>): Fault {
  const fatal = environment.GUANXI_FAULT?.replace(/^publish:/, '');
  return (point) => {
    if (point === fatal) process.kill(process.pid, 'SIGKILL');
  };
}

/** What the environment of this process asks for: nothing, but in tests of dying. */
export const environmentFault = faultOf(process.env);
