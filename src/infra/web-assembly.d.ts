// Of WebAssembly's interface, what infra/migrate.ts uses; TypeScript declares it only together with the whole DOM.
declare namespace WebAssembly {
  function instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ readonly instance: { readonly exports: Record<string, unknown> } }>;
}
