// With the trait GenerateAtBuild the client is what the plugin generates while you build; without it, the sources in
// Recorded, which are spec/generated/Handinger. The two have the same bytes.
@_exported import APIRuntime

#if REEXPORTS_GENERATED
@_exported import HandingerGenerated
#endif
