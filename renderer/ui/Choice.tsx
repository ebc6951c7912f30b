import { Select } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  /** Long lists are typed into. */
  searchable?: boolean;
  error?: ReactNode;
  width?: number | string;
}

/** One of many, in a list that opens. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  searchable = false,
  error,
  width = '100%',
}: Props<T>) {
  return (
    <Select
      aria-label={label}
      w={width}
      value={value}
      data={[...options]}
      onChange={(chosen) => chosen !== null && onChange(chosen as T)}
      allowDeselect={false}
      searchable={searchable}
      limit={searchable ? 60 : undefined}
      error={error}
      withCheckIcon={false}
      rightSection={<IconChevronDown size={14} stroke={1.5} />}
      rightSectionPointerEvents="none"
      comboboxProps={{ offset: 4, transitionProps: { duration: 120, transition: 'fade' } }}
      maxDropdownHeight={280}
    />
  );
}
