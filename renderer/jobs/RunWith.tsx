import '../editor/editor.css';
import { useState } from 'react';
import { BelfryError } from '#contract/error.ts';
import type { JobSummary } from '#contract/job.ts';
import { ask } from '../api.ts';
import { asOfFields, EnvironmentFields, FIELD } from '../editor/EnvironmentFields.tsx';
import { environmentOf, environmentRows } from '../editor/environment-form.ts';
import { newKey } from '../editor/keys.ts';
import { navigate } from '../state/navigation.ts';
import type { RunAgain } from '../state/overlay.ts';
import { AskForm } from '../ui/AskForm.tsx';
import { runWithWords as words } from './text.ts';

const WIDTH = 620;

interface Props {
  job: JobSummary;
  /** What a run before had, where this is to be as it. */
  again: RunAgain | null;
  onClose: () => void;
}

/** Runs a job once with other variables, which start as the job has them, and shows the run. */
export function RunWith({ job, again, onClose }: Props) {
  const [{ rows: own }] = useState(() => ({
    rows: environmentRows({ ...job.environment, ...given(job, again, true) }),
  }));
  const [rows, setRows] = useState(() => [
    ...own,
    ...environmentRows(given(job, again, false)),
    { key: newKey(), name: '', value: '' },
  ]);
  const [error, setError] = useState(() => again && asOfFields(again.refused));
  const [busy, setBusy] = useState(false);
  const run = async () => {
    // Left blank, it would be given as nothing.
    const lost = rows.find(({ name, value }) => value === '' && again?.given[name] === null);
    if (again && lost) return setError(new BelfryError('refused', again.refused.message, `${FIELD}.${lost.name}`));
    setBusy(true);
    try {
      const { id } = await ask('jobs.run', { job: job.id, variables: changed(job, environmentOf(rows)) });
      onClose();
      navigate(`/history?job=${job.id}&run=${id}`);
    } catch (refused) {
      setError(asOfFields(refused));
      setBusy(false);
    }
  };
  return (
    <AskForm
      {...{ busy, onClose, size: WIDTH, cancel: words.cancel, go: words.go, onGo: () => void run() }}
      title={words.title(job.name)}
    >
      <p className="bf-ask">{words.lead}</p>
      <EnvironmentFields
        rows={rows}
        fixed={new Set(own.map(({ key }) => key))}
        onRows={(next) => {
          setRows(next);
          setError(null);
        }}
        error={error}
      />
      {error && !error.field?.startsWith(FIELD) && (
        <p className="problem" role="alert">
          {error.message}
        </p>
      )}
    </AskForm>
  );
}

/** What differs from the job: the rest of its variables the run has anyway. */
const changed = (job: JobSummary, variables: Record<string, string>) =>
  Object.fromEntries(Object.entries(variables).filter(([name, value]) => job.environment[name] !== value));

/** What a run before had, of those variables that the job has as well, or of the others. */
const given = (job: JobSummary, again: RunAgain | null, own: boolean) =>
  Object.fromEntries(
    Object.entries(again?.given ?? {})
      .filter(([name]) => Object.hasOwn(job.environment, name) === own)
      .map(([name, value]) => [name, value ?? '']),
  );
