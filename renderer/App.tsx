import { DirectionProvider, MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { QueryClientProvider } from '@tanstack/react-query';
import { Route, Router, Switch } from 'wouter';
import { LATE_AFTER_MS } from '#contract/limits.ts';
import { later } from './later.ts';
import { NowScreen } from './now/NowScreen.tsx';
import { Shell } from './shell/Shell.tsx';
import { useLocationHook } from './state/navigation.ts';
import { client, useSettings } from './state/queries.ts';
import { setLateAfter } from './ui/mark.ts';
import { theme } from './ui/theme.ts';
import { setHourCycle } from './ui/wall-time.ts';

const EditorScreen = later('EditorScreen');
const HistoryScreen = later('HistoryScreen');
const JobsScreen = later('JobsScreen');
const SettingsScreen = later('SettingsScreen');

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Themed />
    </QueryClientProvider>
  );
}

function Themed() {
  const system = useColorScheme('light', { getInitialValueInEffect: false });
  const { theme: chosen = 'system', hourCycle = 'system' } = useSettings().data ?? {};
  setHourCycle(hourCycle);
  return (
    // As the page's own `dir` says.
    <DirectionProvider>
      <MantineProvider theme={theme} forceColorScheme={chosen === 'system' ? system : chosen}>
        <Router hook={useLocationHook}>
          {/* Anew when times are written differently: they stand everywhere. */}
          <Shell key={hourCycle}>
            <Screens />
          </Shell>
        </Router>
      </MantineProvider>
    </DirectionProvider>
  );
}

function Screens() {
  const { lateAfterMs = LATE_AFTER_MS } = useSettings().data ?? {};
  setLateAfter(lateAfterMs);
  // What shows runs is made anew when others count as late; the settings themselves stay where they are.
  const late = `late after ${lateAfterMs}`;
  return (
    <Switch>
      <Route path="/jobs/new">{() => <EditorScreen key="new" id={null} />}</Route>
      <Route path="/jobs/:id/edit">{({ id }) => <EditorScreen key={id} id={Number(id)} />}</Route>
      <Route path="/jobs/:id?">
        {({ id }) => <JobsScreen key={late} selected={id === undefined ? null : Number(id)} />}
      </Route>
      <Route path="/history">
        <HistoryScreen key={late} />
      </Route>
      <Route path="/settings/:category?">{({ category }) => <SettingsScreen category={category} />}</Route>
      <Route>
        <NowScreen key={late} />
      </Route>
    </Switch>
  );
}
