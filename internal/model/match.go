package model

import "strings"

// isHumanLoopName matches the pattern ^[a-z0-9](-*[a-z0-9])*$ without package regexp:
// lower-case letters, digits and hyphens, without a hyphen at either end.
func isHumanLoopName(s string) bool {
	return s != "" && s[0] != '-' && s[len(s)-1] != '-' && only(s, isLowerAlphanumericOrHyphen)
}

// isFlowDefinitionArn matches the pattern of a flow definition's ARN without package regexp:
// arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:flow-definition/.*
func isFlowDefinitionArn(s string) bool {
	arn := strings.SplitN(s, ":", 6)
	if len(arn) != 6 || arn[0] != "arn" || arn[2] != "sagemaker" {
		return false
	}
	partition, isAWS := strings.CutPrefix(arn[1], "aws")
	name, isFlowDefinition := strings.CutPrefix(arn[5], "flow-definition/")
	return isAWS && only(partition, isLowerOrHyphen) &&
		only(arn[3], isLowerAlphanumericOrHyphen) &&
		len(arn[4]) == 12 && only(arn[4], isDigit) &&
		isFlowDefinition && isOneLine(name)
}

func isOneLine(s string) bool { return !strings.Contains(s, "\n") }

func only(s string, allowed func(byte) bool) bool {
	for i := 0; i < len(s); i++ {
		if !allowed(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool                     { return '0' <= c && c <= '9' }
func isLowerOrHyphen(c byte) bool             { return 'a' <= c && c <= 'z' || c == '-' }
func isLowerAlphanumericOrHyphen(c byte) bool { return isLowerOrHyphen(c) || isDigit(c) }
