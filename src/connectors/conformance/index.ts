export * from './call.ts';
export * from './card.ts';
export * from './chaos.ts';
export * from './deliver.ts';
export * from './describe.ts';
export * from './facet.ts';
