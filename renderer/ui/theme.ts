import { createTheme } from '@mantine/core';

/** Mantine follows the tokens; what its parts look like is in base.css. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  primaryColor: 'teal',
  defaultRadius: 6,
  respectReducedMotion: true,
  cursorType: 'default',
  components: {
    Menu: {
      defaultProps: {
        ...{ offset: 4, transitionProps: { duration: 120, transition: 'fade' }, position: 'bottom-end' },
        // The focus goes to the first item: what would have it otherwise is nothing that can be read out.
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: { styles: { overlay: { backgroundColor: 'var(--bf-scrim)' } } },
  },
});
