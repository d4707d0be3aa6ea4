// Removes what was built in the package that this runs for: a module that is gone must not be packed. Before each `npm pack`.
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
