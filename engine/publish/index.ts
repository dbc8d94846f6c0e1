export { type ChangeKind, changeKinds, type Remedy, type Risk } from './changes/index.ts';
export { FAULT_POINTS, type Fault, type FaultPoint, faultOf } from './fault.ts';
export { type Drift, findDrift } from './introspect.ts';
export type { Change, Finding, Plan, Remedies } from './plan.ts';
export { type Next, type PublishParts, readState, type State } from './prepare.ts';
export { type Outcome, type PublishOptions, planDocuments, publishDocuments } from './publish.ts';
export { runSteps } from './run-steps.ts';
export { StepRunner } from './step-runner.ts';
