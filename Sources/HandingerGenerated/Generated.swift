// The rest of this module is generated from spec/openapi.yaml while you build. `Handinger` re-exports it.
@_exported import APIRuntime
