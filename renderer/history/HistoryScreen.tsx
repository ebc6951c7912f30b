import './history.css';
import { useCallback, useMemo, useRef } from 'react';
import { Screen } from '../shell/Screen.tsx';
import { useJobs, useRuns } from '../state/queries.ts';
import { idParam } from '../ui/address.ts';
import { Button } from '../ui/Button.tsx';
import { useParams } from '../ui/params.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { Select } from '../ui/Select.tsx';
import { plural } from '../ui/text.ts';
import { filterOf } from './filter.ts';
import { RunList } from './RunList.tsx';
import { RunPane } from './RunPane.tsx';
import { SPANS, STATUS_FILTERS, text } from './text.ts';

export function HistoryScreen() {
  const [params, setParams] = useParams();
  const address = params.toString();
  const filter = useMemo(() => filterOf(new URLSearchParams(address), Date.now()), [address]);
  const selected = idParam(params, 'run');
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isPending } = useRuns(filter);
  const runs = useMemo(() => data?.pages.flatMap((page) => page.runs) ?? [], [data]);
  const change = useRef(setParams);
  change.current = setParams;
  const open = useCallback((run: number | null) => change.current({ run }), []);
  const end = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const filtered = Object.keys(filter).length > 0;
  return (
    <Screen
      title={text.title}
      aside={runs.length > 0 && (hasNextPage ? `${runs.length}+ runs` : plural(runs.length, 'run'))}
      {...(selected !== null && { footRight: text.stderrNote })}
    >
      <Filters params={params} onChange={setParams} />
      <div className="page">
        <div className="column">
          {runs.length > 0 && (
            <RunList runs={runs} complete={!hasNextPage} selected={selected} onOpen={open} onEnd={end} />
          )}
          {runs.length === 0 && !isPending && (
            <p className="scroll empty">
              {filtered ? text.noMatch : text.empty}{' '}
              {filtered && (
                <Button small onClick={() => setParams({ q: null, status: null, job: null, days: null })}>
                  {text.clear}
                </Button>
              )}
            </p>
          )}
        </div>
        {selected !== null && <RunPane key={selected} id={selected} onClose={() => open(null)} />}
      </div>
    </Screen>
  );
}

function Filters({
  params,
  onChange,
}: {
  params: URLSearchParams;
  onChange: (changes: Record<string, string | null>) => void;
}) {
  const { data: jobs = [] } = useJobs();
  const names = useMemo(
    () => jobs.map((job) => [String(job.id), job.name] as const).sort(([, a], [, b]) => a.localeCompare(b)),
    [jobs],
  );
  const of = (name: string) => params.get(name) ?? '';
  return (
    <div className="filters">
      <SearchField label={text.search} width={250} value={of('q')} onChange={(q) => onChange({ q })} />
      <Select
        look="small"
        label={text.status}
        value={of('status')}
        options={STATUS_FILTERS.map(([value, label]) => [value, label])}
        onChange={(status) => onChange({ status })}
      />
      <Select
        look="small pick-job"
        label={text.job}
        value={of('job')}
        options={[['', text.anyJob], ...names]}
        onChange={(job) => onChange({ job })}
      />
      <Select
        look="small"
        label={text.time}
        value={of('days')}
        options={SPANS.map(([value, label]) => [value, label])}
        onChange={(days) => onChange({ days })}
      />
    </div>
  );
}
