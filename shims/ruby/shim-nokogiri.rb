# Nokogiri (libxml2), strict, without access to the network.
require "nokogiri"
require_relative "protocol"

OPTIONS = Nokogiri::XML::ParseOptions.new.strict.nonet

serve do |document|
  tree = Nokogiri::XML::Document.parse(document, nil, nil, OPTIONS)
  "reject no root" unless tree.root
end
