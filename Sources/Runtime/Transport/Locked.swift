#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A value that one thread at a time can use; copies share it.
///
/// `Mutex` of the standard library would do, but on Linux the thread sanitizer does not see its locking and reports
/// races that are none. `NSLock` is an object of its own beside the value and the memory of its mutex: here all three are
/// one block, of which every call makes several.
package struct Locked<Value>: @unchecked Sendable {
    // Why @unchecked: the value is only touched while the mutex is locked, and what `withLock` returns is Sendable.
    private let storage: ManagedBuffer<Value, pthread_mutex_t>

    private final class Storage: ManagedBuffer<Value, pthread_mutex_t> {
        deinit {
            _ = withUnsafeMutablePointerToElements { pthread_mutex_destroy($0) }
        }
    }

    package init(_ value: sending Value) {
        storage = Storage.create(minimumCapacity: 1) { storage in
            _ = storage.withUnsafeMutablePointerToElements { pthread_mutex_init($0, nil) }
            return value
        }
    }

    package func withLock<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try storage.withUnsafeMutablePointers { value, mutex in
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            return try body(&value.pointee)
        }
    }
}
