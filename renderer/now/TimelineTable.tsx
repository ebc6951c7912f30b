import type { JobSummary } from '#contract/job.ts';
import { navigate } from '../state/navigation.ts';
import { tell } from './occurrence-words.ts';
import { text } from './text.ts';
import type { Drawing } from './timeline-geometry.ts';

interface Props {
  lanes: { job: JobSummary; drawing: Drawing }[];
  now: number;
  nameOf: (jobId: number) => string;
}

/** The same lanes as a table, for those whom a strip of bars tells nothing. */
export function TimelineTable({ lanes, now, nameOf }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <section className="timeline-table" tabIndex={0} aria-label={text.timeline.table}>
      <table>
        <thead>
          <tr>
            {text.timeline.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        {lanes.map(({ job, drawing }) => (
          <tbody key={job.id}>
            {(drawing.marks.length === 0 || drawing.ran.length > 0 || drawing.ahead.length > 0) && (
              <tr>
                <th scope="row">{job.name}</th>
                <td />
                <td>{job.schedule.join(', ')}</td>
                <td />
              </tr>
            )}
            {drawing.marks.map((mark) => {
              const { when, what, more } = tell(mark, now, nameOf);
              return (
                <tr key={mark.key}>
                  <th scope="row">
                    <button
                      type="button"
                      onClick={() => navigate('run' in mark ? `/history?run=${mark.run.id}` : `/jobs/${job.id}`)}
                    >
                      {job.name}
                    </button>
                  </th>
                  <td className="num">{when}</td>
                  <td>{what}</td>
                  <td>{more}</td>
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </section>
  );
}
