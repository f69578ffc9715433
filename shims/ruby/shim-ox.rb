# Ox, which takes much that is no XML unless it is strict.
require "ox"
require_relative "protocol"

serve do |document|
  Ox.load(document, mode: :generic, effort: :strict)
  nil
end
