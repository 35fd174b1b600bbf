// Prints the messages that a mesh configuration is made of as JSON: message or enum -> its fields or values.
package main

import (
	"encoding/json"
	"os"
	"strings"

	mesh "istio.io/api/mesh/v1alpha1"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// Well-known types that JSON writes as single values, or as anything.
var single = map[protoreflect.FullName]string{
	"google.protobuf.Duration":    "duration",
	"google.protobuf.Struct":      "struct",
	"google.protobuf.Value":       "value",
	"google.protobuf.BoolValue":   "bool",
	"google.protobuf.StringValue": "string",
	"google.protobuf.Int32Value":  "int32",
	"google.protobuf.Int64Value":  "int64",
	"google.protobuf.UInt32Value": "uint32",
	"google.protobuf.UInt64Value": "uint64",
	"google.protobuf.FloatValue":  "float",
	"google.protobuf.DoubleValue": "double",
}

var all = map[string][]string{}

func main() {
	visitMessage((&mesh.MeshConfig{}).ProtoReflect().Descriptor())
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		panic(err)
	}
}

// nameOf is the name without the packages' names, which no two types share.
func nameOf(name protoreflect.FullName) string {
	for _, prefix := range []string{"istio.mesh.v1alpha1.", "istio.networking.v1alpha3.", "istio.type.v1beta1."} {
		if short, ok := strings.CutPrefix(string(name), prefix); ok {
			return short
		}
	}
	return string(name)
}

func visitMessage(message protoreflect.MessageDescriptor) {
	name := nameOf(message.FullName())
	if _, ok := all[name]; ok {
		return
	}
	all[name] = nil
	fields := message.Fields()
	for index := range fields.Len() {
		all[name] = append(all[name], describe(fields.Get(index)))
	}
}

// describe gives `name:type`, behind the type `[]` of a list, `{}` of a map, and `|group` of a oneof.
func describe(field protoreflect.FieldDescriptor) string {
	value, suffix := field, ""
	if field.IsMap() {
		if field.MapKey().Kind() != protoreflect.StringKind {
			panic("a map by something else than strings")
		}
		value, suffix = field.MapValue(), "{}"
	} else if field.IsList() {
		suffix = "[]"
	}
	if oneof := field.ContainingOneof(); oneof != nil && !oneof.IsSynthetic() {
		suffix += "|" + string(oneof.Name())
	}
	name := string(field.Name())
	if field.JSONName() != camel(name) {
		panic("a name of its own in JSON: " + name)
	}
	return name + ":" + visit(value) + suffix
}

func visit(field protoreflect.FieldDescriptor) string {
	if enum := field.Enum(); enum != nil {
		name := nameOf(enum.FullName())
		values := []string{}
		for index := range enum.Values().Len() {
			values = append(values, string(enum.Values().Get(index).Name()))
		}
		all[name] = values
		return name
	}
	message := field.Message()
	if message == nil {
		return field.Kind().String()
	}
	if name, ok := single[message.FullName()]; ok {
		return name
	}
	visitMessage(message)
	return nameOf(message.FullName())
}

func camel(name string) string {
	text, upper := "", false
	for _, letter := range name {
		switch {
		case letter == '_':
			upper = true
		case upper:
			text, upper = text+strings.ToUpper(string(letter)), false
		default:
			text += string(letter)
		}
	}
	return text
}
