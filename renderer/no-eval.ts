import { config } from 'zod';

// The page's policy forbids eval; zod would otherwise try `new Function` and leave a violation in the console.
config({ jitless: true });
