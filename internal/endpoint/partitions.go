package endpoint

import "strings"

// partition is a group of Regions with its own DNS names.
type partition struct {
	id                 string
	regionPrefixes     []string // the parts of a Region's name before the last two
	dnsSuffix          string
	dualStackDNSSuffix string
	supportsFIPS       bool
	supportsDualStack  bool
}

// partitions are the partitions of AWS's partitions file, version 1.1. All of them support
// FIPS and dual-stack today.
var partitions = []partition{
	{"aws", []string{"us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"}, "amazonaws.com", "api.aws", true, true},
	{"aws-cn", []string{"cn"}, "amazonaws.com.cn", "api.amazonwebservices.com.cn", true, true},
	{"aws-eusc", []string{"eusc-de"}, "amazonaws.eu", "api.amazonwebservices.eu", true, true},
	{"aws-iso", []string{"us-iso"}, "c2s.ic.gov", "api.aws.ic.gov", true, true},
	{"aws-iso-b", []string{"us-isob"}, "sc2s.sgov.gov", "api.aws.scloud", true, true},
	{"aws-iso-e", []string{"eu-isoe"}, "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", true, true},
	{"aws-iso-f", []string{"us-isof"}, "csp.hci.ic.gov", "api.aws.hci.ic.gov", true, true},
	{"aws-us-gov", []string{"us-gov"}, "amazonaws.com", "api.aws", true, true},
}

// partitionOf returns the partition with this Region as its global pseudo Region, or with a
// prefix of a name in the form prefix-word-number. The default is the first partition.
func partitionOf(region string) *partition {
	for i := range partitions {
		p := &partitions[i]
		if region == p.id+"-global" {
			return p
		}
		for _, prefix := range p.regionPrefixes {
			if rest, ok := strings.CutPrefix(region, prefix+"-"); ok && isWordAndNumber(rest) {
				return p
			}
		}
	}
	return &partitions[0]
}

func isWordAndNumber(s string) bool {
	word, number, _ := strings.Cut(s, "-")
	return word != "" && number != "" && strings.Trim(number, "0123456789") == "" && !strings.ContainsFunc(word, notWord)
}

func notWord(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}
