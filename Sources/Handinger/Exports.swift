// `import Handinger` is enough: what the client throws, takes and returns comes with it.
@_exported import APIRuntime
