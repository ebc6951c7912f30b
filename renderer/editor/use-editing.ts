import { useMemo, useState } from 'react';
import { BelfryError } from '#contract/error.ts';
import type { JobSummary } from '#contract/job.ts';
import { ask, sentence } from '../api.ts';
import { navigate } from '../state/navigation.ts';
import { useJobs, useSettings } from '../state/queries.ts';
import { newForm } from './beginning.ts';
import { changesTo, draftOf, type Form, formOfJob, renewed } from './form.ts';
import { release } from './use-leaving.ts';

/** The editor's state: what is typed, what was refused, and how to save it. */
export function useEditing(job: JobSummary | null) {
  // What the job was when editing began: later events must not change it under the hands.
  const { data: jobs = [] } = useJobs();
  const { data: settings } = useSettings();
  const [initial] = useState(() => ({
    job,
    form: job ? formOfJob(job) : newForm(location.search, jobs, settings?.jobDefaults),
  }));
  const [form, setForm] = useState(initial.form);
  const [error, setError] = useState<Error | null>(null);
  const [saving, setSaving] = useState(false);
  const dirty = useMemo(() => JSON.stringify(form) !== JSON.stringify(initial.form), [form, initial]);
  const set = (changes: Partial<Form>) => {
    setForm((known) => ({ ...known, ...changes }));
    setError(null);
  };
  const refuse = (refused: unknown) => setError(refused instanceof Error ? refused : new Error(sentence(refused)));
  const restore = (kept: Form) => {
    setForm(renewed(kept));
    setError(null);
  };
  const save = async (onSaved: () => void) => {
    setSaving(true);
    try {
      const id = await store(initial.job, form);
      onSaved();
      release();
      navigate(`/jobs/${id}`);
    } catch (refused) {
      refuse(refused);
    } finally {
      setSaving(false);
    }
  };
  const refusal = error instanceof BelfryError ? error : null;
  return { job: initial.job, form, set, restore, failure: error, error: refusal, dirty, saving, save, refuse };
}

async function store(job: JobSummary | null, form: Form): Promise<number> {
  const draft = await draftOf(form);
  if (!job) return (await ask('jobs.create', draft)).id;
  await ask('jobs.update', { job: job.id, changes: changesTo(job, draft) });
  return job.id;
}
