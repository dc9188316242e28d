/// The version of this package.
public enum RuntimeVersion {
    /// The semantic version.
    public static let current = "0.1.0"
}
