package import Engine
import Models

extension SequenceModel {
  package init(_ checkpoint: Checkpoint) throws(CheckpointError) {
    let name = CandidateKind.sequence.checkpointName
    let network = try CausalDecoder(checkpoint, as: name)
    self.init(network, try network.parameters(checkpoint, as: name))
  }

  package func save(to checkpoint: inout Checkpoint) {
    reader.network.save(reader.slab, to: &checkpoint, as: CandidateKind.sequence.checkpointName)
  }
}
