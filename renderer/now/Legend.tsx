import { text } from './text.ts';

const words = text.timeline.legend;

/** What the shapes of the bars mean. */
export function Legend() {
  return (
    <ul className="legend" aria-hidden="true">
      <li>
        <svg aria-hidden="true" width="9" height="9">
          <rect width="9" height="9" rx="1.5" className="bar-ok" />
        </svg>
        {words.ran}
      </li>
      <li>
        <svg aria-hidden="true" width="4.5" height="13">
          <rect width="4.5" height="13" rx="1.25" className="bar-fail" />
        </svg>
        {words.failed}
      </li>
      <li>
        <svg aria-hidden="true" width="15" height="10">
          <line x1="0" x2="7.5" y1="5" y2="5" className="lead" />
          <rect x="9" width="6" height="10" rx="1.25" className="bar-late" />
        </svg>
        {words.late}
      </li>
      <li>
        <svg aria-hidden="true" width="5" height="10">
          <rect x=".65" y=".65" width="3.7" height="8.7" rx="1" className="hollow" />
        </svg>
        {words.missed}
      </li>
      <li>
        <svg aria-hidden="true" width="1.5" height="9">
          <rect width="1.5" height="9" rx=".75" className="tick" />
        </svg>
        {words.due}
      </li>
    </ul>
  );
}
