import { policy } from '#contract/policy.ts';
import { blankForm, type Form } from './form.ts';
import { refusals } from './refusal-text.ts';

/** Fields that were typed and not saved. */
export interface Draft {
  id: string;
  /** The job being edited; null = a new one. */
  job: number | null;
  /** When they were last typed in, epoch ms. */
  at: number;
  form: Form;
}

/** Its number grows when a form of before could not be shown any more. */
const KEY = 'belfry.drafts.1';
const KEPT = 20;

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

/** All drafts, newest first; what cannot be read is none. */
export function readDrafts(storage: Kept = localStorage): Draft[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isDraft).map(whole) : [];
  } catch {
    return [];
  }
}

function isDraft(value: unknown): value is Draft {
  const { id, at, form } = (value ?? {}) as Partial<Draft>;
  return typeof id === 'string' && typeof at === 'number' && Array.isArray(form?.triggers);
}

/** Fields that came later have what a new job has. */
function whole(draft: Draft): Draft {
  const form = { ...blankForm(), ...draft.form };
  const rules = policy.safeParse(form.policy);
  return { ...draft, form: { ...form, ...(rules.success && { policy: rules.data }) } };
}

/** Keeps a draft in the window's own storage, in the place of what it was; the oldest of too many go. */
export function keepDraft(draft: Draft, storage: Kept = localStorage): void {
  write([draft, ...readDrafts(storage).filter(({ id }) => id !== draft.id)].slice(0, KEPT), storage);
}

export function dropDraft(id: string, storage: Kept = localStorage): void {
  const drafts = readDrafts(storage);
  if (drafts.some((draft) => draft.id === id))
    write(
      drafts.filter((draft) => draft.id !== id),
      storage,
    );
}

/** The newest draft of a job, or of a new one (null). */
export const latestDraft = (job: number | null, storage: Kept = localStorage): Draft | null =>
  readDrafts(storage).find((draft) => draft.job === job) ?? null;

function write(drafts: Draft[], storage: Kept): void {
  try {
    storage.setItem(KEY, JSON.stringify(drafts));
  } catch (error) {
    // A full storage must not stop the typing.
    console.error(refusals.draftNotKept, error);
  }
}
