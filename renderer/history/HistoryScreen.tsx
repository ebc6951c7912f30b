import './history.css';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Screen } from '../shell/Screen.tsx';
import { useRuns, useStoreStatus } from '../state/queries.ts';
import { idParam } from '../ui/address.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { useParams } from '../ui/params.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { wallTime } from '../ui/wall-time.ts';
import { useCollapse } from './collapse.ts';
import { ExportButton } from './ExportButton.tsx';
import { Filters } from './Filters.tsx';
import { filterOf, NO_FILTER } from './filter.ts';
import { RunList } from './RunList.tsx';
import { RunPane } from './RunPane.tsx';
import { text } from './text.ts';

export function HistoryScreen() {
  const [params, setParams] = useParams();
  const address = params.toString();
  const filter = useMemo(() => filterOf(new URLSearchParams(address), Date.now()), [address]);
  const selected = idParam(params, 'run');
  const [collapse, setCollapse] = useCollapse();
  const [problem, setProblem] = useState<{ error: unknown; again: () => void } | null>(null);
  const [outputFacts, setOutputFacts] = useState('');
  const query = useRuns(filter);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isPending, error, refetch } = query;
  const runs = useMemo(() => data?.pages.flatMap((page) => page.runs) ?? [], [data]);
  const change = useRef(setParams);
  change.current = setParams;
  const open = useCallback(
    (run: number | null) => change.current({ run }, { step: !new URLSearchParams(location.search).has('run') }),
    [],
  );
  const end = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const clear = () => setParams(NO_FILTER, { step: true });
  return (
    <Screen
      title={text.title}
      aside={<Kept />}
      actions={<ExportButton filter={filter} onProblem={setProblem} />}
      {...(selected !== null && outputFacts !== '' && { footRight: outputFacts })}
    >
      <Filters params={params} onChange={setParams} collapse={collapse} onCollapse={setCollapse} />
      {problem && <Failure what={text.notExported} error={problem.error} onAgain={problem.again} />}
      {error && <Failure what={text.notRead} error={error} onAgain={() => void refetch()} />}
      <div className="page">
        <div className="column">
          {isPending && <SkeletonRows rows={16} height={32} />}
          {runs.length > 0 && (
            <RunList
              key={JSON.stringify(filter)}
              {...{ runs, filter, collapse, selected }}
              complete={!hasNextPage}
              onOpen={open}
              onEnd={end}
            />
          )}
          {runs.length === 0 && !isPending && !error && (
            <Nothing filtered={Object.keys(filter).length > 0} onClear={clear} />
          )}
        </div>
        {selected !== null && (
          <RunPane
            key={selected}
            id={selected}
            words={filter.search ?? ''}
            onClose={() => open(null)}
            onFacts={setOutputFacts}
          />
        )}
      </div>
    </Screen>
  );
}

function Kept() {
  const { data } = useStoreStatus();
  if (!data) return null;
  return <>{data.oldest === null ? text.kept(data.runs) : text.keptSince(data.runs, wallTime.date(data.oldest))}</>;
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const kept = useStoreStatus().data?.runs ?? 0;
  return (
    <p className="scroll empty">
      {filtered ? text.noMatch : kept > 0 ? text.ofDeleted : text.empty}{' '}
      {filtered && (
        <Button small onClick={onClear}>
          {text.clear}
        </Button>
      )}
    </p>
  );
}
