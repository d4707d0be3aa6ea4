export * from './call.ts';
export * from './capabilities.ts';
export * from './connector.ts';
export * from './define.ts';
export * from './errors.ts';
export * from './http.ts';
export * from './redact.ts';
export { fitsSdk, sdkVersion } from './version.ts';
