import { useMemo } from 'react';
import { useJobs } from '../state/queries.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { Switch } from '../ui/Switch.tsx';
import { FilterChip } from './FilterChip.tsx';
import { CAUSE_FILTERS, SPANS, STATUS_FILTERS, text } from './text.ts';

interface Props {
  params: URLSearchParams;
  onChange: (changes: Record<string, string | null>, how: { step: boolean }) => void;
  collapse: boolean;
  onCollapse: (on: boolean) => void;
}

/** What of the ledger is shown. Each choice is a step that Back undoes; of a text that is typed, the whole. */
export function Filters({ params, onChange, collapse, onCollapse }: Props) {
  const { data: jobs = [] } = useJobs();
  const names = useMemo(
    () => jobs.map((job) => [String(job.id), job.name] as const).sort(([, a], [, b]) => a.localeCompare(b)),
    [jobs],
  );
  const of = (name: string) => params.get(name) ?? '';
  const chip = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <FilterChip
      label={label}
      value={of(name)}
      options={options}
      onChange={(value) => onChange({ [name]: value }, { step: true })}
    />
  );
  return (
    <div className="filters">
      <SearchField
        label={text.search}
        width={250}
        value={of('q')}
        onChange={(q) => onChange({ q }, { step: of('q') === '' || q === '' })}
      />
      {chip('status', text.status, STATUS_FILTERS.map(named))}
      {chip('job', text.job, [['', text.anyJob], ...names])}
      {chip('cause', text.trigger, CAUSE_FILTERS.map(named))}
      {chip('days', text.time, SPANS.map(named))}
      <span className="spring" />
      <span className="collapse">
        <span aria-hidden="true">{text.collapse}</span>
        <Switch label={text.collapse} on={collapse} onChange={onCollapse} />
      </span>
    </div>
  );
}

const named = ([value, label]: readonly [string, string, unknown]) => [value, label] as const;
