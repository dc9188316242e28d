#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A value behind a lock; copies share it.
///
/// The thread sanitizer does not understand the standard library's `Mutex` on Linux and reports false races. `NSLock` costs
/// two more allocations, and every call makes several locks.
package struct Locked<Value>: @unchecked Sendable {
    // @unchecked: the value is only accessed while the mutex is locked, and the result of `withLock` is Sendable.
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
