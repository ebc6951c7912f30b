import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';

export interface JobRow {
  id: number;
  name: string;
  nameKey: string;
  description: string;
  tags: string[];
  enabled: boolean;
  action: unknown;
  zone: string | null;
  policy: unknown;
  notifications: unknown;
  environment: Record<string, string>;
  workingDirectory: string | null;
  nextRunAt: number | null;
  pauseSince: number | null;
  pauseUntil: number | null;
  skipUntil: number | null;
  createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
}

export interface TriggerRow {
  id: number;
  jobId: number;
  position: number;
  spec: unknown;
  cursor: number;
  retiredAt: number | null;
}

type Table<T extends object> = ModelStatic<Model<T, Partial<T>> & T>;
export interface Models {
  Job: Table<JobRow>;
  Trigger: Table<TriggerRow>;
}

const { BOOLEAN, INTEGER, JSON: JSON_TEXT, TEXT } = DataTypes;
const id = { type: INTEGER, primaryKey: true, autoIncrement: true } as const;

/** The tables that people edit. Runs, attempts and output are written in bulk, see runs.ts and output.ts. */
export function defineModels(sequelize: Sequelize): Models {
  const Job = sequelize.define(
    'jobs',
    {
      id,
      ...columns(TEXT, 'name', 'nameKey', 'description', 'zone', 'workingDirectory'),
      ...columns(JSON_TEXT, 'tags', 'action', 'policy', 'notifications', 'environment'),
      ...columns(INTEGER, 'nextRunAt', 'pauseSince', 'pauseUntil', 'skipUntil', 'createdAt', 'updatedAt', 'deletedAt'),
      enabled: { type: BOOLEAN },
    },
    { timestamps: false },
  );
  const Trigger = sequelize.define(
    'triggers',
    { id, ...columns(INTEGER, 'jobId', 'position', 'cursor', 'retiredAt'), spec: { type: JSON_TEXT } },
    { timestamps: false },
  );
  return { Job: Job as Models['Job'], Trigger: Trigger as Models['Trigger'] };
}

function columns<T>(type: T, ...names: string[]): Record<string, { type: T }> {
  return Object.fromEntries(names.map((name) => [name, { type }]));
}
