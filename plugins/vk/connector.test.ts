import { describeConnector } from '@polyphony/sdk/conformance';
import connector from './connector.ts';
import * as emulator from './emulator/index.ts';

describeConnector(connector, { emulator, readme: new URL('./README.md', import.meta.url) });
