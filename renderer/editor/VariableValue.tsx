import { Menu } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { secretNames } from '#contract/secret.ts';
import { navigate } from '../state/navigation.ts';
import { useSecrets } from '../state/queries.ts';
import { IconButton } from '../ui/Button.tsx';
import { samples } from './sample-text.ts';
import { text } from './text.ts';

const WHOLE = /^\$\{secret:([^}]*)\}$/;
const icon = { size: 15, stroke: 1.5 };

interface Props {
  name: string;
  value: string;
  onValue: (value: string) => void;
}

/** The value of a variable: text, or a secret by its name, which is offered and never shown. */
export function VariableValue({ name, value, onValue }: Props) {
  const { data } = useSecrets();
  const secret = WHOLE.exec(value)?.[1];
  return (
    <>
      {secret === undefined ? (
        <input
          aria-label={`${text.value} ${name}`.trim()}
          placeholder={samples.value}
          spellCheck={false}
          value={value}
          onChange={(event) => onValue(event.currentTarget.value)}
        />
      ) : (
        <span className="from-secret">
          <IconKey {...icon} aria-hidden />
          <span className="cut">{text.fromSecret(secret)}</span>
        </span>
      )}
      <Menu width={240} position="bottom-end">
        <Menu.Target>
          <IconButton label={text.takeSecret(name)}>
            <IconKey {...icon} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {(data?.secrets ?? []).map((one) => (
            <Menu.Item
              key={one.name}
              leftSection={<IconKey {...icon} />}
              onClick={() => onValue(`\${secret:${one.name}}`)}
            >
              {one.name}
            </Menu.Item>
          ))}
          {secret !== undefined && <Menu.Item onClick={() => onValue('')}>{text.typeValue}</Menu.Item>}
          <Menu.Item onClick={() => navigate('/settings/secrets')}>{text.addSecret}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** A heads-up for names that stand for nothing yet: saving is fine, running is not. */
export function UnknownSecrets({ values }: { values: string[] }) {
  const { data } = useSecrets();
  if (!data) return null;
  const known = new Set(data.secrets.map(({ name }) => name));
  const unknown = [...secretNames(values)].filter((name) => !known.has(name));
  if (unknown.length === 0) return null;
  return (
    <p className="heads-up" role="status">
      {text.unknownSecrets(unknown)}
    </p>
  );
}
