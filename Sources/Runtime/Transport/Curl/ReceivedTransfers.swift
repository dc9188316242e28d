#if canImport(Glibc)
/// The transfers that have received something since the last turn of the loop.
final class ReceivedTransfers {
    private var transfers: [CurlTransfer] = []
    private var whole: [CurlTransfer] = []

    func add(_ transfer: CurlTransfer) {
        transfers.append(transfer)
    }

    /// Adds a transfer whose response is whole, although libcurl may still send its request.
    func addWhole(_ transfer: CurlTransfer) {
        whole.append(transfer)
    }

    /// Removes and returns the transfers whose responses are whole.
    func takeWhole() -> [CurlTransfer] {
        guard !whole.isEmpty else { return [] }
        defer { whole = [] }
        return whole
    }

    /// Hands on what they have received.
    func flush() {
        for transfer in transfers { transfer.flush() }
        transfers.removeAll(keepingCapacity: true)
    }
}
#endif
